(* Looped transformers and multi-step gradient descent (arXiv 2410.08292): the exact error. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (d n : nat).
(* Z = [[X, x_q], [y^T, 0]];  Z <- Z - (1/n) P Z M (Z^T Q Z), M masks the query column,
   Q = [[A,0],[0,0]], P = [[0,0],[u^T,1]] *)
Definition prompt (X : 'M[R]_(d, n)) (w xq : 'cV[R]_d) : 'M[R]_(d + 1, n + 1) :=
  block_mx X xq (w^T *m X) 0.
Definition mask : 'M[R]_(n + 1) := block_mx 1%:M 0 0 0.
Definition Qm (A : 'M[R]_d) : 'M[R]_(d + 1) := block_mx A 0 0 0.
Definition Pm (u : 'cV[R]_d) : 'M[R]_(d + 1) := block_mx 0 0 u^T 1%:M.
Definition loop (A : 'M[R]_d) (u : 'cV[R]_d) (Z : 'M[R]_(d + 1, n + 1)) :=
  Z - n%:R^-1 *: (Pm u *m Z *m mask *m (Z^T *m Qm A *m Z)).
(* TF_L: minus the last entry after L loops *)
Definition TF A u L Z : 'M[R]_1 := - drsubmx (iter L (loop A u) Z).
Definition Smat (X : 'M[R]_(d, n)) := n%:R^-1 *: (X *m X^T).
Fixpoint mpow (B : 'M[R]_d) L := if L is L'.+1 then mpow B L' *m B else 1%:M.
Definition Mres A L X := mpow (1%:M - Smat X *m A) L.
(* error of the prediction of w^T x_q *)
Definition err A u L X w xq : R := (w^T *m xq - TF A u L (prompt X w xq)) 0 0.
End Defs.

(* ---------- statements ---------- *)
(** theorem looped/ExactError
    says: The prediction error of L loops with any A and u is ((w + u)^T (I - S A)^L - u^T) x_q
      (G2).
    leaves out: The masked linear-attention model of the definitions; S = X X^T / n.
    supports: looped/exact-error *)
Definition ExactError_statement : Prop :=
  forall (R : realFieldType) d n (A : 'M[R]_d) (u : 'cV[R]_d) L (X : 'M[R]_(d, n)) (w xq : 'cV[R]_d),
  err A u L X w xq = (((w + u)^T *m Mres A L X - u^T) *m xq) 0 0.

(** theorem looped/LoopIsPreconditionedDescent
    says: With u = 0 the loop is L steps of preconditioned gradient descent: the error is w^T (I
      - S A)^L x_q (G1).
    leaves out: As looped/ExactError.
    supports: looped/loop-is-preconditioned-descent *)
Definition LoopIsPreconditionedDescent_statement : Prop :=
  forall (R : realFieldType) d n (A : 'M[R]_d) L (X : 'M[R]_(d, n)) (w xq : 'cV[R]_d),
  err A 0 L X w xq = (w^T *m Mres A L X *m xq) 0 0.

(* ---------- proofs ---------- *)
Section Theory.
Variables (R : realFieldType) (d n : nat).
Add Field RF : (RingTac.ft R).
Implicit Types (A : 'M[R]_d) (u w xq : 'cV[R]_d) (X : 'M[R]_(d, n)).

(* one loop: only the bottom row moves *)
Lemma loop_block A u X xq (b : 'rV[R]_n) (c : 'M[R]_1) :
  loop A u (block_mx X xq b c)
  = block_mx X xq (b - (u^T *m X + b) *m (n%:R^-1 *: (X^T *m A *m X)))
                  (c - (u^T *m X + b) *m (n%:R^-1 *: (X^T *m A *m xq))).
Proof.
rewrite /loop /Pm /mask /Qm tr_block_mx !mulmx_block !mulmx0 !mul0mx !addr0 !mulmx1 !mul1mx.
rewrite !mul0mx !addr0 scale_block_mx opp_block_mx add_block_mx !scaler0 !subr0.
by rewrite -!scalemxAr.
Qed.

Lemma loop_iter A u X w xq L :
  iter L (loop A u) (prompt X w xq)
  = block_mx X xq ((w + u)^T *m Mres A L X *m X - u^T *m X)
                  ((w + u)^T *m (Mres A L X - 1%:M) *m xq).
Proof.
elim: L => [|L IH] /=.
  by rewrite /prompt /Mres /= mulmx1 linearD mulmxDl addrK subrr mulmx0 mul0mx.
rewrite IH loop_block [u^T *m X + _]addrC !subrK.
set M := Mres A L X; set v := (w + u)^T.
have E p (z : 'M_(d, p)) : v *m M *m X *m (n%:R^-1 *: (X^T *m A *m z))
     = v *m M *m z - v *m Mres A L.+1 X *m z.
  have -> : Mres A L.+1 X = M *m (1%:M - Smat X *m A) by [].
  rewrite mulmxBr mulmx1 mulmxBr mulmxBl opprB addrC subrK.
  by rewrite /Smat -!scalemxAr -!scalemxAl -!scalemxAr -scalemxAl !mulmxA.
congr block_mx; rewrite ?E.
  by rewrite addrC opprB addrA subrK.
by rewrite !mulmxBr !mulmx1 !mulmxBl opprB addrC addrA subrK.
Qed.

(* G2: the exact identity, for all A, u, L *)
Theorem looped_error A u L X w xq :
  err A u L X w xq = (((w + u)^T *m Mres A L X - u^T) *m xq) 0 0.
Proof.
rewrite /err /TF loop_iter /prompt block_mxKdr opprK; congr (_ 0 0).
rewrite mulmxBr mulmx1 !mulmxBl addrCA.
have -> : w^T *m xq - (w + u)^T *m xq = - (u^T *m xq); last by [].
have -> : (w + u)^T = w^T + u^T by exact: linearD.
by rewrite mulmxDl opprD addrA subrr sub0r.
Qed.
(* G1 *)
Corollary looped_gd A L X w xq : err A 0 L X w xq = (w^T *m Mres A L X *m xq) 0 0.
Proof. by rewrite looped_error addr0 trmx0 subr0. Qed.

(* averaging over w and - w kills the cross term *)
Definition bias A u L X xq : R := (u^T *m (Mres A L X - 1%:M) *m xq) 0 0.
Theorem looped_symmetrised A u L X w xq :
  err A u L X w xq ^+ 2 + err A u L X (- w) xq ^+ 2
  = err A 0 L X w xq ^+ 2 + err A 0 L X (- w) xq ^+ 2 + bias A u L X xq ^+ 2 *+ 2.
Proof.
have E v : err A u L X v xq = err A 0 L X v xq + bias A u L X xq.
  rewrite looped_gd looped_error /bias.
  have -> : (v + u)^T = v^T + u^T by exact: linearD.
  by rewrite [u^T *m _]mulmxBr mulmx1 [(v^T + _) *m _]mulmxDl -addrA mulmxDl [LHS]mxE.
have N : err A 0 L X (- w) xq = - err A 0 L X w xq.
  by rewrite !looped_gd linearN !mulNmx mxE.
rewrite !E N; move: (err _ _ _ _ _ _) (bias _ _ _ _ _) => a b.
by rnorm R; ring.
Qed.

End Theory.

Theorem ExactError : ExactError_statement.
Proof. exact: looped_error. Qed.

Theorem LoopIsPreconditionedDescent : LoopIsPreconditionedDescent_statement.
Proof. exact: looped_gd. Qed.

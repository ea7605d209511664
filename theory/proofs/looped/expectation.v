(* Expectations over the laws of looped transformers (arXiv 2410.08292), Gaussian ones among them: a bias
   never helps, and another covariance is the identity with another A. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.looped Require Import exact_error.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* what is used of an expectation over outcomes O: [ok] are functions it is defined for, numbers, sums
   and products among them (for a law with all moments: polynomials of its variables) *)
Record expectation (R : realFieldType) (O : Type) := Expectation {
  ok : (O -> R) -> Prop; mean : (O -> R) -> R;
  ok_const : forall c, ok (fun=> c);
  ok_add : forall f g, ok f -> ok g -> ok (fun o => f o + g o);
  ok_mul : forall f g, ok f -> ok g -> ok (fun o => f o * g o);
  mean_add : forall f g, ok f -> ok g -> mean (fun o => f o + g o) = mean f + mean g;
  mean_scale : forall c f, ok f -> mean (fun o => c * f o) = c * mean f;
  mean_square : forall f, ok f -> 0 <= mean (fun o => f o * f o);
  ok_ext : forall f g, f =1 g -> ok f -> ok g;
  mean_ext : forall f g, f =1 g -> mean f = mean g }.
Section Defs.
Variables (R : realFieldType) (O : Type) (E : expectation R O) (d n : nat).
(* the entries of a random matrix are functions of the expectation *)
Definition ok_matrix m p (M : O -> 'M[R]_(m, p)) := forall i j, ok E (fun o => M o i j).
(* the expected squared error, and what a bias adds *)
Definition expected_error (X : O -> 'M[R]_(d, n)) (w xq : O -> 'cV[R]_d) A u L : R :=
  mean E (fun o => err A u L (X o) (w o) (xq o) * err A u L (X o) (w o) (xq o)).
Definition bias_of (X : O -> 'M[R]_(d, n)) (xq : O -> 'cV[R]_d) A (u : 'cV[R]_d) L o : R :=
  (u^T *m (Mres A L (X o) - 1%:M) *m xq o) 0 0.
(* the form of a bias: E[(M - I) C (M - I)^T] *)
Definition bias_form (X : O -> 'M[R]_(d, n)) (C A : 'M[R]_d) L : 'M[R]_d :=
  \matrix_(i, j) mean E (fun o => ((Mres A L (X o) - 1%:M) *m C *m (Mres A L (X o) - 1%:M)^T) i j).
End Defs.

(* ---------- statements ---------- *)
(** theorem looped/BiasNeverHelps
    says: Under every expectation that a relabelling of outcomes, which turns w into - w and keeps
      contexts and queries, does not change, the expected squared error with u is that with u = 0 plus
      the expected square of u^T (M - I) x_q, M = (I - S A)^L; so u = 0 is optimal for every A and L.
    leaves out: The expectation is any positive linear one on functions closed under sums and products,
      such as a Gaussian law on polynomials; that a Gaussian law is one is not proved here.
    supports: looped/bias-never-helps *)
Definition BiasNeverHelps_statement : Prop :=
  forall (R : realFieldType) (O : Type) (E : expectation R O) d n (X : O -> 'M[R]_(d, n))
    (w xq : O -> 'cV[R]_d) (flip : O -> O) (A : 'M[R]_d) (u : 'cV[R]_d) L,
  ok_matrix E X -> ok_matrix E w -> ok_matrix E xq ->
  (forall o, [/\ X (flip o) = X o, xq (flip o) = xq o & w (flip o) = - w o]) ->
  (forall f, ok E f -> mean E (fun o => f (flip o)) = mean E f) ->
  expected_error E X w xq A u L = expected_error E X w xq A 0 L
    + mean E (fun o => bias_of X xq A u L o * bias_of X xq A u L o) /\
  expected_error E X w xq A 0 L <= expected_error E X w xq A u L.
(** theorem looped/BiasFormIsPositive
    says: For every expectation over contexts, A, number of loops and covariance C = B B^T of the query
      the form E[(M - I) C (M - I)^T] is positive semidefinite.
    leaves out: As looped/BiasNeverHelps; the query is independent of the context: its covariance
      stands in the form.
    supports: looped/bias-never-helps *)
Definition BiasFormIsPositive_statement : Prop :=
  forall (R : realFieldType) (O : Type) (E : expectation R O) d n (X : O -> 'M[R]_(d, n))
    (A B : 'M[R]_d) (u : 'cV[R]_d) L, ok_matrix E X ->
  0 <= (u^T *m bias_form E X (B *m B^T) A L *m u) 0 0.
(** theorem looped/CovariancesAreEquivalent
    says: For inputs and query B z with a symmetric invertible B and maps B^-1 w the error of A is, for
      every outcome, that of B A B for z and w; so the expected losses are equal.
    leaves out: Nothing: covariance C = B^2 of the inputs and C^-1 of the maps are the case of z and w
      with covariance I.
    supports: looped/covariances-are-equivalent *)
Definition CovariancesAreEquivalent_statement : Prop :=
  forall (R : realFieldType) d n (A B : 'M[R]_d) L, B^T = B -> B \in unitmx ->
  (forall (Z : 'M[R]_(d, n)) (w q : 'cV[R]_d),
     err A 0 L (B *m Z) (invmx B *m w) (B *m q) = err (B *m A *m B) 0 L Z w q) /\
  (forall (O : Type) (E : expectation R O) (Z : O -> 'M[R]_(d, n)) (w q : O -> 'cV[R]_d),
     expected_error E (fun o => B *m Z o) (fun o => invmx B *m w o) (fun o => B *m q o) A 0 L
     = expected_error E Z w q (B *m A *m B) 0 L).

(* ---------- proofs ---------- *)
Lemma split_le (R : realFieldType) (x y z : R) : x = y + z -> 0 <= z -> x = y + z /\ y <= x.
Proof. by move=> -> z0; rewrite ler_addl. Qed.
Section Ok.
Variables (R : realFieldType) (O : Type) (E : expectation R O).
Add Field RF : (RingTac.ft R).
Lemma ok_scale c f : ok E f -> ok E (fun o => c * f o).
Proof. by move=> F; apply: (ok_mul (ok_const E c) F). Qed.
Lemma ok_sum (I : Type) (s : seq I) (F : I -> O -> R) : (forall i, ok E (F i)) ->
  ok E (fun o => \sum_(i <- s) F i o).
Proof.
move=> H; elim: s => [|i s IH].
  by apply: ok_ext (ok_const E 0) => o; rewrite big_nil.
by apply: ok_ext (ok_add (H i) IH) => o; rewrite big_cons.
Qed.
Lemma mean_sum (I : Type) (s : seq I) (F : I -> O -> R) : (forall i, ok E (F i)) ->
  mean E (fun o => \sum_(i <- s) F i o) = \sum_(i <- s) mean E (F i).
Proof.
move=> H; elim: s => [|i s IH].
  have z : mean E (fun=> 0) = 0.
    by have e := mean_scale 0 (ok_const E 0); rewrite !mul0r in e.
  by rewrite big_nil -[RHS]z; apply: mean_ext => o; rewrite big_nil.
rewrite big_cons -IH -(mean_add (H i) (ok_sum s H)).
by apply: mean_ext => o; rewrite big_cons.
Qed.
Lemma mean_split (e b f : O -> R) : ok E e -> ok E b -> (forall o, f o = e o + b o) ->
  mean E (fun o => e o * b o) = 0 ->
  mean E (fun o => f o * f o) = mean E (fun o => e o * e o) + mean E (fun o => b o * b o).
Proof.
move=> He Hb F z; have ee := ok_mul He He; have bb := ok_mul Hb Hb; have eb := ok_mul He Hb.
transitivity (mean E (fun o => (e o * e o + 2%:R * (e o * b o)) + b o * b o)).
  by apply: mean_ext => o; rewrite F; move: (e o) (b o) => x y; rnorm R; ring.
rewrite (mean_add (ok_add ee (ok_scale 2%:R eb)) bb) (mean_add ee (ok_scale 2%:R eb)).
by rewrite (mean_scale _ eb) z mulr0 addr0.
Qed.
Section Matrices.
Variables (m p r : nat).
Lemma ok_mx_const (M : 'M[R]_(m, p)) : ok_matrix E (fun=> M).
Proof. by move=> i j; apply: ok_const. Qed.
Lemma ok_mx_mul (M : O -> 'M[R]_(m, p)) (N : O -> 'M[R]_(p, r)) :
  ok_matrix E M -> ok_matrix E N -> ok_matrix E (fun o => M o *m N o).
Proof.
move=> HM HN i j.
apply: (ok_ext (f := fun o => \sum_k M o i k * N o k j)) => [o|]; first by rewrite mxE.
by apply: ok_sum => k; apply: ok_mul.
Qed.
Lemma ok_mx_sub (M N : O -> 'M[R]_(m, p)) :
  ok_matrix E M -> ok_matrix E N -> ok_matrix E (fun o => M o - N o).
Proof.
move=> HM HN i j.
apply: (ok_ext (f := fun o => M o i j + -1 * N o i j)) => [o|]; first by rewrite !mxE mulN1r.
by apply: ok_add => //; apply: ok_scale.
Qed.
Lemma ok_mx_scale c (M : O -> 'M[R]_(m, p)) : ok_matrix E M -> ok_matrix E (fun o => c *: M o).
Proof.
move=> HM i j; apply: (ok_ext (f := fun o => c * M o i j)) => [o|]; first by rewrite mxE.
exact: ok_scale.
Qed.
Lemma ok_mx_tr (M : O -> 'M[R]_(m, p)) : ok_matrix E M -> ok_matrix E (fun o => (M o)^T).
Proof. by move=> HM i j; apply: ok_ext (HM j i) => o; rewrite mxE. Qed.
End Matrices.
Variables (d n : nat) (X : O -> 'M[R]_(d, n)).
Hypothesis HX : ok_matrix E X.
Lemma ok_Mres A L : ok_matrix E (fun o => Mres A L (X o)).
Proof.
rewrite /Mres; elim: L => [|L IH] /=; first exact: ok_mx_const.
apply: ok_mx_mul => //; apply: ok_mx_sub; first exact: ok_mx_const.
apply: ok_mx_mul; last exact: ok_mx_const.
by apply: ok_mx_scale; apply: ok_mx_mul => //; apply: ok_mx_tr.
Qed.
Lemma ok_left A L : ok_matrix E (fun o => Mres A L (X o) - 1%:M).
Proof. apply: ok_mx_sub; [exact: ok_Mres|exact: ok_mx_const]. Qed.
Lemma ok_bias xq A (u : 'cV[R]_d) L : ok_matrix E xq -> ok E (bias_of X xq A u L).
Proof.
move=> Hq; apply: (ok_mx_mul (M := fun o => u^T *m (Mres A L (X o) - 1%:M)) _ Hq).
by apply: (ok_mx_mul (M := fun=> u^T)); [apply: ok_mx_const|apply: ok_left].
Qed.
Lemma ok_err w xq A L : ok_matrix E w -> ok_matrix E xq ->
  ok E (fun o => err A 0 L (X o) (w o) (xq o)).
Proof.
move=> Hw Hq.
apply: (ok_ext (f := fun o => ((w o)^T *m Mres A L (X o) *m xq o) 0 0)) => [o|].
  by rewrite looped_gd.
apply: (ok_mx_mul (M := fun o => (w o)^T *m Mres A L (X o)) _ Hq).
by apply: ok_mx_mul; [apply: ok_mx_tr|apply: ok_Mres].
Qed.
Lemma err_split w xq (A : 'M[R]_d) (u : 'cV[R]_d) L o : err A u L (X o) (w o) (xq o)
  = err A 0 L (X o) (w o) (xq o) + bias_of X xq A u L o.
Proof.
rewrite looped_gd looped_error /bias_of.
have -> : (w o + u)^T = (w o)^T + u^T by exact: linearD.
by rewrite [u^T *m _]mulmxBr mulmx1 [((w o)^T + _) *m _]mulmxDl -addrA mulmxDl [LHS]mxE.
Qed.
Lemma bias_never_helps w xq (flip : O -> O) (A : 'M[R]_d) (u : 'cV[R]_d) L :
  ok_matrix E w -> ok_matrix E xq ->
  (forall o, [/\ X (flip o) = X o, xq (flip o) = xq o & w (flip o) = - w o]) ->
  (forall f, ok E f -> mean E (fun o => f (flip o)) = mean E f) ->
  expected_error E X w xq A u L = expected_error E X w xq A 0 L
    + mean E (fun o => bias_of X xq A u L o * bias_of X xq A u L o).
Proof.
move=> Hw Hq F I; have e := ok_err A L Hw Hq; have b := ok_bias A u L Hq.
have ee := ok_mul e e; have bb := ok_mul b b; have eb := ok_mul e b.
have odd : mean E (fun o => err A 0 L (X o) (w o) (xq o) * bias_of X xq A u L o) = 0.
  have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
  apply: (mulIf two0); rewrite mul0r mulr_natr mulr2n -{1}(I _ eb).
  rewrite (mean_ext E (g := fun o => -1 * (err A 0 L (X o) (w o) (xq o) * bias_of X xq A u L o))).
    by rewrite (mean_scale _ eb) mulN1r addNr.
  move=> o; have [x q v] := F o; rewrite /bias_of x q v mulN1r -mulNr; congr (_ * _).
  by rewrite !looped_gd linearN !mulNmx mxE.
exact: (mean_split e b (fun o => err_split w xq A u L o) odd).
Qed.
Lemma bias_positive (A B : 'M[R]_d) (u : 'cV[R]_d) L :
  0 <= (u^T *m bias_form E X (B *m B^T) A L *m u) 0 0.
Proof.
pose v o := u^T *m (Mres A L (X o) - 1%:M) *m B.
have Hv : ok_matrix E v.
  apply: (ok_mx_mul (M := fun o => u^T *m (Mres A L (X o) - 1%:M))); last exact: ok_mx_const.
  by apply: (ok_mx_mul (M := fun=> u^T)); [apply: ok_mx_const|apply: ok_left].
pose G o := (Mres A L (X o) - 1%:M) *m (B *m B^T) *m (Mres A L (X o) - 1%:M)^T.
have HG : ok_matrix E G.
  apply: (ok_mx_mul (M := fun o => (Mres A L (X o) - 1%:M) *m (B *m B^T))).
    by apply: ok_mx_mul; [apply: ok_left|apply: ok_mx_const].
  by apply: ok_mx_tr; apply: ok_left.
have -> : (u^T *m bias_form E X (B *m B^T) A L *m u) 0 0
  = \sum_j \sum_i (u i 0 * u j 0) * mean E (fun o => G o i j).
  rewrite mxE; apply: eq_bigr => j _; rewrite mxE mulr_suml; apply: eq_bigr => i _.
  by rewrite !mxE mulrAC.
have -> : \sum_j \sum_i (u i 0 * u j 0) * mean E (fun o => G o i j)
  = mean E (fun o => \sum_j \sum_i (u i 0 * u j 0) * G o i j).
  rewrite mean_sum; last by move=> j; apply: ok_sum => i; apply: ok_scale; apply: HG.
  apply: eq_bigr => j _; rewrite mean_sum; last by move=> i; apply: ok_scale; apply: HG.
  by apply: eq_bigr => i _; rewrite mean_scale.
rewrite (mean_ext E (g := fun o => \sum_k v o 0 k * v o 0 k)) => [|o].
  rewrite mean_sum => [|k]; last exact: ok_mul.
  by apply: sumr_ge0 => k _; apply: mean_square.
transitivity ((v o *m (v o)^T) 0 0).
  have -> : v o *m (v o)^T = u^T *m G o *m u by rewrite /v /G !trmx_mul trmxK !mulmxA.
  rewrite mxE; apply: eq_bigr => j _; rewrite mxE mulr_suml; apply: eq_bigr => i _.
  by rewrite [u^T _ _]mxE mulrAC.
by rewrite mxE; apply: eq_bigr => k _; rewrite [(v o)^T _ _]mxE.
Qed.
End Ok.
Theorem BiasNeverHelps : BiasNeverHelps_statement.
Proof.
move=> R O E d n X w xq flip A u L HX Hw Hq F I.
have H := bias_never_helps HX A u L Hw Hq F I.
exact: (split_le H (mean_square (ok_bias HX A u L Hq))).
Qed.
Theorem BiasFormIsPositive : BiasFormIsPositive_statement.
Proof. by move=> R O E d n X A B u L HX; apply: bias_positive. Qed.
Theorem CovariancesAreEquivalent : CovariancesAreEquivalent_statement.
Proof.
move=> R d n A B L Bs Bu.
have P (Z : 'M[R]_(d, n)) (w q : 'cV[R]_d) :
    err A 0 L (B *m Z) (invmx B *m w) (B *m q) = err (B *m A *m B) 0 L Z w q.
  rewrite !looped_gd; congr (_ 0 0); rewrite trmx_mul trmx_inv Bs.
  have M : invmx B *m Mres A L (B *m Z) *m B = Mres (B *m A *m B) L Z.
    rewrite /Mres; elim: L => [|L IH] /=; first by rewrite mulmx1 mulVmx.
    rewrite -IH -!mulmxA; congr (_ *m (_ *m _)).
    rewrite mulmxBl mul1mx [B *m (1%:M - _)]mulmxBr mulmx1; congr (_ - _).
    rewrite /Smat trmx_mul Bs -!scalemxAl -!scalemxAr; congr (_ *: _).
    by rewrite !mulmxA.
  by rewrite -M !mulmxA.
split; first exact: P.
move=> O E Z w q; rewrite /expected_error; apply: (mean_ext E) => o.
exact: (f_equal2 (fun x y : R => x * y) (P (Z o) (w o) (q o)) (P (Z o) (w o) (q o))).
Qed.

(* Exact rational tables that Coq can compute with, and their meaning in any ordered field:
   Q2R embeds Coq's rationals, matQ and rowQ read tables as matrices, chainT tests that a table
   is a chain with the given stationary law. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import information chain.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Q2R.
Variable R : realFieldType.
Definition Z2R (z : Z) : R :=
  match z with Z0 => 0 | Zpos p => (Pos.to_nat p)%:R | Zneg p => - (Pos.to_nat p)%:R end.
Definition Q2R (q : Q) : R := Z2R (Qnum q) / (Pos.to_nat (Qden q))%:R.

Lemma posD p q : (Pos.to_nat (p + q))%:R = (Pos.to_nat p)%:R + (Pos.to_nat q)%:R :> R.
Proof. by rewrite Pos2Nat.inj_add plusE natrD. Qed.
Lemma posM p q : (Pos.to_nat (p * q))%:R = (Pos.to_nat p)%:R * (Pos.to_nat q)%:R :> R.
Proof. by rewrite Pos2Nat.inj_mul multE natrM. Qed.
Lemma pos0 p : (Pos.to_nat p)%:R != 0 :> R.
Proof. by rewrite pnatr_eq0; have := Pos2Nat.is_pos p; case: (Pos.to_nat p) => // /PeanoNat.Nat.nlt_0_r. Qed.
Lemma Z2RN z : Z2R (- z) = - Z2R z.
Proof. by case: z => [|p|p] /=; rewrite ?oppr0 ?opprK. Qed.
Lemma Z2R_sub p q : Z2R (Z.pos_sub p q) = (Pos.to_nat p)%:R - (Pos.to_nat q)%:R.
Proof.
rewrite Z.pos_sub_spec; case: Pos.compare_spec => [->|lt|lt]; first by rewrite subrr.
- by rewrite /= -{2}(Pplus_minus q p) ?posD; [rewrite opprD addKr_ || rewrite opprD addrA subrr add0r|exact/Pos.lt_gt].
- by rewrite /= -{2}(Pplus_minus p q) ?posD; [rewrite addrAC subrr add0r|exact/Pos.lt_gt].
Qed.
Lemma Z2RD x y : Z2R (x + y) = Z2R x + Z2R y.
Proof.
case: x y => [|p|p] [|q|q]; rewrite ?add0r ?addr0 //.
- by rewrite /= posD.
- by rewrite [LHS]/= Z2R_sub.
- by rewrite [LHS]/= Z2R_sub addrC.
- by rewrite /= posD opprD.
Qed.
Lemma Z2RM x y : Z2R (x * y) = Z2R x * Z2R y.
Proof. by case: x y => [|p|p] [|q|q]; rewrite ?mul0r ?mulr0 //= posM ?mulrN ?mulNr ?opprK. Qed.

Lemma Q2R_eq x y : Qeq x y -> Q2R x = Q2R y.
Proof.
rewrite /Qeq /Q2R => E; apply/eqP; rewrite eqr_div ?pos0 //; apply/eqP.
by rewrite -[(Pos.to_nat (Qden y))%:R]/(Z2R (Zpos _)) -Z2RM E Z2RM.
Qed.
Lemma Q2Rred x : Q2R (Qred x) = Q2R x. Proof. exact/Q2R_eq/Qred_correct. Qed.
Lemma Q2R0 : Q2R 0%Q = 0. Proof. by rewrite /Q2R mul0r. Qed.
Lemma Q2R1 : Q2R 1%Q = 1. Proof. by rewrite /Q2R /= divr1. Qed.
Lemma Q2RD x y : Q2R (x + y)%Q = Q2R x + Q2R y.
Proof.
rewrite /Q2R /= addf_div ?pos0 // Z2RD !Z2RM posM; congr (_ / _).
Qed.
Lemma Q2RM x y : Q2R (x * y)%Q = Q2R x * Q2R y.
Proof. by rewrite /Q2R /= Z2RM posM invfM mulrACA. Qed.
Lemma Q2RN x : Q2R (- x)%Q = - Q2R x.
Proof. by rewrite /Q2R /= Z2RN mulNr. Qed.
Lemma Q2RV x : Q2R (/ x)%Q = (Q2R x)^-1.
Proof.
case: x => [[|p|p] q]; rewrite /Q2R /Qinv /= ?mul0r ?invr0 ?invfM ?invrK 1?mulrC //.
by rewrite invrN mulrN mulNr.
Qed.
Lemma Q2R_le x y : Qle_bool x y -> Q2R x <= Q2R y.
Proof.
move=> /Qle_bool_iff/Qle_minus_iff; rewrite -subr_ge0 -Q2RN -Q2RD.
move: (y + - x)%Q => [[|p|p] q]; rewrite /Qle /Q2R /= ?mul0r // => _.
by rewrite divr_ge0 ?ler0n.
Qed.
End Q2R.

(* tables of rationals *)
Section Tables.
Variable n : nat.  (* alphabet size is n.+1 *)
Definition qadd x y := Qred (x + y)%Q.
Definition qmul x y := Qred (x * y)%Q.
Definition qdiv x y := Qred (x * / y)%Q.
Definition sumQ (f : nat -> Q) := foldr (fun i acc => qadd (f i) acc) 0%Q (iota 0 n.+1).
Definition ent (t : seq (seq Q)) a b := nth 0%Q (nth [::] t a) b.
Definition vec (m : seq Q) a := nth 0%Q m a.
Definition tab (f : nat -> nat -> Q) := [seq [seq f a b | b <- iota 0 n.+1] | a <- iota 0 n.+1].
Definition mulT t1 t2 := tab (fun a b => sumQ (fun c => qmul (ent t1 a c) (ent t2 c b))).
Fixpoint powT t d :=
  if d is d'.+1 then mulT t (powT t d') else tab (fun a b => if a == b then 1%Q else 0%Q).
Definition path_lawT t m u d :=
  let tu := powT t u in let td := powT t d in
  tab (fun a b => sumQ (fun c => qmul (qmul (vec m c) (ent td c a)) (ent tu c b))).
Definition indepT m := tab (fun a b => qmul (vec m a) (vec m b)).
Definition alln (p : pred nat) := all p (iota 0 n.+1).
Definition chainT t m :=
  [&& alln (fun a => alln (fun b => Qle_bool 0 (ent t a b))),
      alln (fun a => Qeq_bool (sumQ (ent t a)) 1),
      alln (fun b => Qeq_bool (sumQ (fun a => qmul (vec m a) (ent t a b))) (vec m b)),
      alln (fun a => ~~ Qle_bool (vec m a) 0) & Qeq_bool (sumQ (vec m)) 1].

Section Sound.
Variable R : realFieldType.
Notation h := (Q2R R).
Definition matQ t : 'M[R]_n.+1 := \matrix_(a, b) h (ent t a b).
Definition rowQ m : 'rV[R]_n.+1 := \row_a h (vec m a).

Lemma hadd x y : h (qadd x y) = h x + h y. Proof. by rewrite Q2Rred Q2RD. Qed.
Lemma hmul x y : h (qmul x y) = h x * h y. Proof. by rewrite Q2Rred Q2RM. Qed.
Lemma hdiv x y : h (qdiv x y) = h x / h y. Proof. by rewrite Q2Rred Q2RM Q2RV. Qed.
Lemma hsum f : h (sumQ f) = \sum_(i < n.+1) h (f i).
Proof.
rewrite -(big_mkord xpredT (fun i => h (f i))) /index_iota subn0 /sumQ.
by elim: (iota _ _) => [|i s IH]; rewrite ?big_nil ?Q2R0 //= big_cons hadd IH.
Qed.
Lemma ent_tab f (a b : 'I_n.+1) : ent (tab f) a b = f a b.
Proof.
by rewrite /ent /tab (nth_map 0%N) ?size_iota // (nth_map 0%N) ?size_iota // !nth_iota.
Qed.
Lemma mulTP t1 t2 : matQ (mulT t1 t2) = matQ t1 *m matQ t2.
Proof.
apply/matrixP=> a b; rewrite !mxE ent_tab hsum; apply: eq_bigr => c _.
by rewrite hmul !mxE.
Qed.
Lemma powTP t d : matQ (powT t d) = matQ t ^+ d.
Proof.
elim: d => [|d IH]; last by rewrite /= mulTP IH exprS.
apply/matrixP=> a b; rewrite expr0 !mxE ent_tab -val_eqE /=.
by case: (_ == _); rewrite ?Q2R0 ?Q2R1.
Qed.
Lemma path_lawTP t m u d : matQ (path_lawT t m u d) = path_law (matQ t) (rowQ m) u d.
Proof.
apply/matrixP=> a b; rewrite [RHS]mxE mxE ent_tab hsum; apply: eq_bigr => c _.
by rewrite !hmul -!powTP !mxE.
Qed.
Lemma indepTP m : matQ (indepT m) = indep (rowQ m).
Proof. by apply/matrixP=> a b; rewrite !mxE ent_tab hmul. Qed.
Lemma allnP p : alln p -> forall a : 'I_n.+1, p a.
Proof. by move=> /allP H a; apply: H; rewrite mem_iota add0n ltn_ord. Qed.
Lemma heq x y : Qeq_bool x y -> h x = h y.
Proof. by move/Qeq_bool_iff; apply: Q2R_eq. Qed.
Lemma h_gt0 x : ~~ Qle_bool x 0 -> 0 < h x.
Proof.
have P p : 0 < (Pos.to_nat p)%:R :> R by rewrite lt_def ler0n pos0.
by case: x => [[|p|p] q] // _; apply: divr_gt0; apply: P.
Qed.
Lemma chainTP t m : chainT t m -> chain (matQ t) (rowQ m).
Proof.
case/and5P=> /allnP p0 /allnP p1 /allnP st /allnP m0 m1; split; [split=> [a b|a]| | |].
- by rewrite mxE -(Q2R0 R); apply/Q2R_le/(allnP (p0 a)).
- by under eq_bigr do rewrite mxE; rewrite -hsum (heq (p1 a)) Q2R1.
- apply/rowP=> b; rewrite !mxE -(heq (st b)) hsum; apply: eq_bigr => a _.
  by rewrite hmul !mxE.
- by move=> a; rewrite mxE; apply/h_gt0/m0.
- by under eq_bigr do rewrite mxE; rewrite -hsum (heq m1) Q2R1.
Qed.
End Sound.
End Tables.

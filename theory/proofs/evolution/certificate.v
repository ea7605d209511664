(* Certificates of the minimal model of arXiv 2402.11004: entries of its tensor, and the first step over chains
   that flip with one probability, both as mean margins over sampled sequences. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export tables.
From Lemmascope.evolution Require Export tensor.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* [Bilinear k-1 chain stationary t d]: the value (m, l, x) is the mean margin for W one at (m, l) and v one at
   the distance d, zero elsewhere *)
Inductive tensor_instance := Bilinear of nat & table & seq Q & nat & nat.
Definition last_state (x : tensor_instance) := let: Bilinear n P mu t d := x in n.
Definition certifies_tensor (x : tensor_instance) tolerance cs : Prop :=
  let: Bilinear n P mu t d := x in
  (forall R : realFieldType, stationary_chain (matQ n R P) (rowQ n R mu)) /\
  certified (fun R : realFieldType => \matrix_(m, l)
    mean_margin (matQ n R P) (rowQ n R mu) (delta_mx m l) (fun e => (e == d)%:R) t) tolerance cs.
(* [Flips t law]: the law lists (weight, eigenvalue); the value (m, l, x) is the mean over it of the mean margin
   for W one at (m, l), zero elsewhere, and v = 1 *)
Inductive flips_instance := Flips of nat & seq (Q * Q).
Definition certifies_flips (x : flips_instance) tolerance cs : Prop :=
  let: Flips t law := x in
  certified (fun R : realFieldType => \matrix_(m, l) \sum_(c <- law)
    Q2R R c.1 * mean_margin (flips (Q2R R c.2)) (evenly R) (delta_mx m l) (fun=> 1) t) tolerance cs.

(* the evaluators *)
Definition tensor_entryT n (P : table) (mu : seq Q) t (power sum : table) m l : Q :=
  qmul (qdiv (vec mu l) (qnat t)) (sums n.+1 (fun i =>
    qmul (qmul (qadd (ent P m i) (Qopp (qdiv 1 (qnat n.+1)))) (ent power l i)) (ent sum i m))).
Definition tensorT (x : tensor_instance) : table :=
  let: Bilinear n P mu t d := x in
  let powers := [seq powT n P r | r <- iota 0 (t - d)] in
  let sum := table_of n.+1 n.+1 (fun i m =>
    sums (t - d) (fun r => qmul (qnat (t - d - r)) (ent (nth [::] powers r) i m))) in
  table_of n.+1 n.+1 (tensor_entryT n P mu t (powT n P d) sum).
Definition tensor_tests (x : tensor_instance) : seq (bool * string) :=
  let: Bilinear n P mu t d := x in
  [:: (alln n (fun a => Qeq_bool (sumQ n (ent P a)) 1), "rows sum to one"%string);
      (alln n (fun b => Qeq_bool (sumQ n (fun a => qmul (vec mu a) (ent P a b))) (vec mu b)),
       "stationary law"%string);
      ((d < t)%N, "distance"%string)].
Fixpoint power_of (x : Q) k : Q := if k is k'.+1 then qmul x (power_of x k') else 1%Q.
Definition diagonalT t (lambda : Q) : Q :=
  qdiv (sums t (fun s => qmul (power_of lambda s.+1) (qdiv (qnat ((t - s) * (t - s).+1)) (qnat 2))))
    (qmul (qnat 4) (qnat t)).
Definition flipsT (x : flips_instance) : table :=
  let: Flips t law := x in
  let step := foldr (fun c acc => qadd (qmul c.1 (diagonalT t c.2)) acc) 0%Q law in
  table_of 2 2 (fun m l => if m == l then step else 0%Q).
Definition flips_tests (x : flips_instance) : seq (bool * string) :=
  let: Flips t law := x in [:: ((0 < t)%N, "length"%string)].
Definition check_tensor x tolerance cs :=
  all fst (tensor_tests x) && entries_ok (last_state x).+1 (last_state x).+1 (tensorT x) tolerance cs.
Definition refused_tensor x tolerance cs :=
  (failed (tensor_tests x), wrong_entries (last_state x).+1 (last_state x).+1 (tensorT x) tolerance cs).
Definition check_flips x tolerance cs :=
  all fst (flips_tests x) && entries_ok 2 2 (flipsT x) tolerance cs.
Definition refused_flips x tolerance cs :=
  (failed (flips_tests x), wrong_entries 2 2 (flipsT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem evolution/CertifiedTensor
    says: If the checker accepts claimed entries of the tensor of a chain, its law is stationary and every entry
      is within the tolerance of the mean margin over sampled sequences.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The evaluator
      uses evolution/TensorIsTheGradient.
    supports: evolution/tensor-is-the-gradient *)
Definition CertifiedTensor_statement : Prop :=
  forall x tolerance cs, check_tensor x tolerance cs = true -> certifies_tensor x tolerance cs.
(** theorem evolution/CertifiedFlips
    says: If the checker accepts a claimed first step over chains that flip with one probability, every entry is
      within the tolerance of the mean margin over the law and over sampled sequences.
    leaves out: The law is finite: a rule of integration that is exact for the polynomials in question stands
      for a continuous prior. The evaluator uses evolution/FlipsTrainTheDiagonal.
    supports: evolution/flips-train-the-diagonal *)
Definition CertifiedFlips_statement : Prop :=
  forall x tolerance cs, check_flips x tolerance cs = true -> certifies_flips x tolerance cs.

(* ---------- proofs ---------- *)
Section Evaluators.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma mean_margin_delta n (P : 'M[R]_n.+1) mu t d m l : stationary_chain P mu -> (d < t)%N ->
  mean_margin P mu (delta_mx m l) (fun e => (e == d)%:R) t = tensor P mu t m l d.
Proof.
move=> H dt; rewrite TensorIsTheGradient //.
rewrite (bigD1 m) //= [X in _ + X]big1 => [|m' /negbTE m'm]; last first.
  by rewrite big1 // => l' _; rewrite big1 // => e _; rewrite mxE m'm /= !mul0r.
rewrite addr0 (bigD1 l) //= [X in _ + X]big1 => [|l' /negbTE l'l]; last first.
  by rewrite big1 // => e _; rewrite mxE l'l andbF /= !mul0r.
rewrite addr0 (bigD1 (Ordinal dt)) //= [X in _ + X]big1 => [|e ed]; last first.
  have /negbTE-> : (e : nat) != d by apply: contra ed => /eqP E; apply/eqP/val_inj.
  by rewrite mulr0 mul0r.
by rewrite addr0 mxE !eqxx !mul1r.
Qed.
Lemma mean_margin_ones n (P : 'M[R]_n.+1) mu t m l : stationary_chain P mu ->
  mean_margin P mu (delta_mx m l) (fun=> 1) t = weight_step P mu t m l.
Proof.
move=> H; rewrite TensorIsTheGradient //.
rewrite (bigD1 m) //= [X in _ + X]big1 => [|m' /negbTE m'm]; last first.
  by rewrite big1 // => l' _; rewrite big1 // => e _; rewrite mxE m'm /= !mul0r.
rewrite addr0 (bigD1 l) //= [X in _ + X]big1 => [|l' /negbTE l'l]; last first.
  by rewrite big1 // => e _; rewrite mxE l'l andbF /= !mul0r.
by rewrite addr0; apply: eq_bigr => e _; rewrite mxE !eqxx !mul1r.
Qed.
Lemma power_ofP x k : h (power_of x k) = h x ^+ k.
Proof. by elim: k => [|k IH]; rewrite ?Q2R1 //= hmul IH exprS. Qed.
Lemma diagonalP t x : h (diagonalT t x) = diagonal_step t (h x).
Proof.
rewrite /diagonalT /diagonal_step hdiv hmul !Q2R_nat mulrC; congr (_ * _).
by rewrite Q2R_sums; apply: eq_bigr => s _; rewrite hmul hdiv !Q2R_nat power_ofP.
Qed.
Lemma ent_matQ n (t : table) (a b : 'I_n.+1) : h (ent t a b) = matQ n R t a b.
Proof. by rewrite mxE. Qed.
Lemma tensorP n P mu t d (m l : 'I_n.+1) : (d < t)%N ->
  h (ent (tensorT (Bilinear n P mu t d)) m l) = tensor (matQ n R P) (rowQ n R mu) t m l d.
Proof.
move=> dt; rewrite /tensorT ent_table /tensor_entryT hmul hdiv Q2R_nat Q2R_sums /tensor.
rewrite [rowQ n R mu 0 l]mxE; congr (_ * _); apply: eq_bigr => i _.
rewrite !hmul hadd Q2RN hdiv Q2R1 Q2R_nat div1r ent_table Q2R_sums !ent_matQ powTP.
congr (_ * _); apply: eq_bigr => r _; rewrite hmul Q2R_nat; congr (_ * _).
by rewrite (nth_map 0%N) ?size_iota // nth_iota // add0n ent_matQ powTP.
Qed.
End Evaluators.
Lemma tensor_certificate x tolerance cs :
  check_tensor x tolerance cs = true -> certifies_tensor x tolerance cs.
Proof.
case: x => n P mu t d /andP[]; rewrite [all _ _]/= andbT => /and3P[/allnP p1 /allnP st dt] A.
have H (R : realFieldType) : stationary_chain (matQ n R P) (rowQ n R mu).
  split=> [a|].
    by under eq_bigr do rewrite mxE; rewrite -hsum (heq R (p1 a)) Q2R1.
  apply/rowP=> b; rewrite !mxE -(heq R (st b)) hsum; apply: eq_bigr => a _.
  by rewrite hmul !mxE.
split=> //; apply: certified_entries A => R; apply/matrixP=> m l.
by rewrite [RHS]mxE (mean_margin_delta _ _ (H R) dt) -tensorP // mxE.
Qed.
Lemma flips_certificate x tolerance cs :
  check_flips x tolerance cs = true -> certifies_flips x tolerance cs.
Proof.
case: x => t law /andP[]; rewrite [all _ _]/= andbT => t0; apply: certified_entries => R.
apply/matrixP=> m l; rewrite [RHS]mxE mxE ent_table.
under [RHS]eq_bigr => c _.
  rewrite mean_margin_ones; last exact: flips_stationary.
  rewrite flips_step // -diagonalP; over.
rewrite -val_eqE; case: eqP => _; last by rewrite Q2R0 big1 // => c _; rewrite mulr0.
by elim: law => [|c law IH]; rewrite ?big_nil ?Q2R0 // big_cons -IH /= hadd hmul.
Qed.
Theorem CertifiedTensor : CertifiedTensor_statement.
Proof. exact: tensor_certificate. Qed.
Theorem CertifiedFlips : CertifiedFlips_statement.
Proof. exact: flips_certificate. Qed.
